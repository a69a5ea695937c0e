import { useEffect, useState } from 'react';

/**
 * When this part of the page goes, the focus returns to what had it when the part came, or to the page's heading if that is gone.
 * Fluent hides the page from screen readers while a dialog is open, and forgets to show it again when the dialog goes together with
 * the page that opened it; so that is seen to here as well.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => {
    // After the part has left the document, so that nothing takes the focus away again.
    setTimeout(() => {
      const target = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : document.querySelector('h1');
      if (document.querySelector('[aria-modal="true"]') === null) document.getElementById('root')?.removeAttribute('aria-hidden');
      target?.focus();
    });
  }, [before]);
}
