import { Button, DrawerBody, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { useReturnFocus } from './return-focus.ts';

/** The details of one thing of a list, beside it; Escape closes it and the focus goes back to where it was. */
export function SidePanel({ title, close, children }: { readonly title: string; readonly close: () => void; readonly children: ReactNode }) {
  useReturnFocus();
  return (
    <OverlayDrawer position="end" size="medium" open onOpenChange={(_, { open }) => { if (!open) close(); }} aria-label={title}>
      <DrawerHeader><DrawerHeaderTitle action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={close} />}>{title}</DrawerHeaderTitle></DrawerHeader>
      <DrawerBody>{children}</DrawerBody>
    </OverlayDrawer>
  );
}
