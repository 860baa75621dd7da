/** Links in a terminal: a program may write an address under any words, so it is shown before it is opened. */
import type { ILinkHandler } from '@xterm/xterm';

/** In a tab of its own, which cannot reach this one. xterm.js hands over only http and https. */
export function openLink(address: string): void {
  window.open(address, '_blank', 'noopener,noreferrer');
}

/** For links whose words are the program's: the address is a tooltip over `screen`, and a question when one is pressed. */
export function askToOpen(screen: HTMLElement): ILinkHandler {
  return {
    activate: (_event, address) => {
      if (window.confirm(`El programa enlaza a esta dirección:\n\n${address}\n\n¿Abrirla en otra pestaña?`))
        openLink(address);
    },
    hover: (_event, address) => {
      screen.title = address;
    },
    leave: () => screen.removeAttribute('title'),
  };
}
