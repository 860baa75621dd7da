/** What each Sentinel event means, for the learner who hovers or focuses its name. */
export const glossary: Readonly<Record<string, string>> = {
  '+sdown':
    'Caída subjetiva: este Sentinel lleva más de down-after-milliseconds sin respuesta válida. Es solo su opinión.',
  '-sdown': 'Fin de la caída subjetiva: el nodo vuelve a responder a este Sentinel.',
  '+odown':
    'Caída objetiva: tantos Sentinels como pide el quórum dan por caído al maestro. «#quorum 3/2» es tres de acuerdo y dos necesarios.',
  '-odown': 'Fin de la caída objetiva: ya no hay bastantes Sentinels que den por caído al maestro.',
  '+new-epoch':
    'Empieza una época. Cada intento de failover tiene la suya; en cada época hay un voto por Sentinel.',
  '+try-failover': 'Este Sentinel se propone dirigir un failover y pide los votos de los demás.',
  '+vote-for-leader': 'Este Sentinel da su único voto de la época al Sentinel de ese identificador.',
  'voted for': 'Respuesta de otro Sentinel a la petición de voto: a quién se lo ha dado en esa época.',
  '+elected-leader': 'Este Sentinel ha reunido la mayoría de los votos (y el quórum) y dirigirá el failover.',
  '+failover-state-select-slave':
    'El líder busca la mejor réplica: descarta las que no responden y compara prioridad, datos recibidos e identificador.',
  '+selected-slave': 'La réplica elegida para ser el nuevo maestro.',
  '+failover-state-send-slaveof-noone':
    'El líder ordena a la réplica elegida que deje de serlo (SLAVEOF NO ONE, hoy REPLICAOF NO ONE).',
  '+failover-state-wait-promotion': 'El líder espera a que la réplica elegida diga que ya es maestro.',
  '+promoted-slave': 'La réplica elegida ya se presenta como maestro.',
  '+failover-state-reconf-slaves': 'El líder empieza a apuntar las demás réplicas al nuevo maestro.',
  '+slave-reconf-sent': 'El líder ha enviado a esta réplica la orden de seguir al nuevo maestro.',
  '+slave-reconf-inprog':
    'Esta réplica ya apunta al nuevo maestro, pero aún no ha terminado de sincronizarse.',
  '+slave-reconf-done': 'Esta réplica está sincronizada con el nuevo maestro.',
  '+failover-end': 'El failover ha terminado bien: todas las réplicas que responden siguen al nuevo maestro.',
  '+failover-end-for-timeout':
    'El failover se da por terminado por tiempo; las réplicas que falten se reconfigurarán después.',
  '+switch-master':
    'Cambio de maestro: nombre, dirección antigua y dirección nueva. Es el evento que esperan los clientes.',
  '+slave': 'Este Sentinel anota una réplica del maestro.',
  '+sentinel': 'Este Sentinel ha descubierto a otro que vigila el mismo maestro.',
  '+convert-to-slave':
    'Un nodo se presenta como maestro cuando debería ser réplica (suele ser el antiguo maestro al volver): se le ordena que lo sea.',
  '+config-update-from':
    'Este Sentinel adopta la configuración de otro, porque es de una época más reciente que la suya.',
  '+reboot': 'El nodo se ha reiniciado: su identificador de ejecución ha cambiado.',
  '-failover-abort-no-good-slave': 'Failover cancelado: no hay ninguna réplica en condiciones de ascender.',
  '-failover-abort-not-elected': 'Failover cancelado: este Sentinel no ha reunido los votos a tiempo.',
  '-failover-abort-slave-timeout': 'Failover cancelado: la réplica elegida no ha ascendido a tiempo.',
  '-failover-abort-master-is-back': 'Failover cancelado: el maestro ha vuelto antes de empezar.',
  '+tilt':
    'Modo TILT: el reloj ha dado un salto o el proceso estuvo parado. Sentinel sigue vigilando, pero no actúa.',
  '-tilt': 'Fin del modo TILT: el tiempo vuelve a ser de fiar y Sentinel puede actuar.',
  '+monitor': 'Este Sentinel empieza a vigilar un maestro, con el quórum indicado.',
  '+set': 'Alguien ha cambiado un ajuste del maestro con SENTINEL SET.',
  '+role-change': 'El nodo se presenta ahora con un papel distinto del que Sentinel esperaba.',
  '-role-change': 'El nodo vuelve a presentarse con el papel que Sentinel esperaba.',
  'Executing user requested FAILOVER':
    'Una persona ha pedido el failover con SENTINEL FAILOVER: no hace falta que el maestro esté caído ni ponerse de acuerdo.',
};

/** The id of the tooltip that explains an event. */
export function tooltipId(event: string): string {
  const sign = event.startsWith('-') ? 'menos-' : event.startsWith('+') ? 'mas-' : '';
  return `evento-${sign}${event.replace(/^[+-]/, '').replaceAll(' ', '-').toLowerCase()}`;
}
