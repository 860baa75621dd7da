/** A check's title before the lab has told it: its own name, spelt as people spell it. */
const accents: Readonly<Record<string, string>> = {
  automatico: 'automático',
  replica: 'réplica',
  replicas: 'réplicas',
  sentinel: 'Sentinel',
  sentinels: 'Sentinels',
  configuracion: 'configuración',
  caido: 'caído',
  caidos: 'caídos',
  caidas: 'caídas',
  lider: 'líder',
  quorum: 'quórum',
  odown: '+odown',
};

export function titleOf(id: string): string {
  const words = (id.split('/').at(-1) ?? id).split('-').map((word) => accents[word] ?? word);
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
