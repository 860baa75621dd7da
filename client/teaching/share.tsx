/** @jsxRuntime automatic @jsxImportSource preact */
/** How learners come into a class: link, code and QR. */

import { useEffect, useState } from 'preact/hooks';
import encodeQR from 'qr';
import { api } from './api.ts';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host.startsWith('127.') || host === '[::1]';

/** The address that learners can open: this page's own, or, where that is this machine's alone, one of the server's others. */
export function joinAddress(here: URL, addresses: readonly string[], code: string): string {
  const others = addresses.filter(
    (address) => URL.canParse(address) && !isLoopback(new URL(address).hostname),
  );
  const base = isLoopback(here.hostname) ? (others[0] ?? here.origin) : here.origin;
  return new URL(`/c/${code}`, base).href;
}

export const isForThisMachineOnly = (link: string): boolean => isLoopback(new URL(link).hostname);

/** Null until the server has said its addresses. */
export function useJoinAddress(code: string | undefined): string | null {
  const [addresses, setAddresses] = useState<readonly string[] | null>(null);
  useEffect(() => {
    // Without an answer the page's own address has to do.
    api.addresses().then(setAddresses, () => setAddresses([]));
  }, []);
  if (code === undefined || addresses === null) return null;
  return joinAddress(new URL(location.href), addresses, code);
}

export function QrCode({ text }: { readonly text: string }) {
  const svg = encodeQR(text, 'svg', { border: 2 });
  return (
    <img class="qr" alt={`Código QR de ${text}`} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} />
  );
}
