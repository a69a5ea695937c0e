import { useEffect, useState } from 'react';

/** When this part of the page goes, the focus returns to what had it when the part came, if that is still there. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => {
    // After the part has left the document, so that nothing takes the focus away again.
    setTimeout(() => { if (before instanceof HTMLElement && before.isConnected) before.focus(); });
  }, [before]);
}
