/** The header's menu: what is used now and then. On a phone, where the header is one row, it takes the view's button too. */

const phone = matchMedia('(max-width: 480px)');

export function setUpMenu(menu: HTMLElement, viewButton: HTMLElement): void {
  const home = document.createComment('');
  viewButton.before(home);
  const place = () => {
    if (phone.matches) menu.prepend(viewButton);
    else home.after(viewButton);
  };
  place();
  phone.addEventListener('change', place);
  // Before what was chosen opens a dialog of its own: its focus goes back to the menu's button.
  menu.addEventListener(
    'click',
    ({ target }) => target instanceof Element && target.closest('button') && menu.hidePopover(),
    {
      capture: true,
    },
  );
}
