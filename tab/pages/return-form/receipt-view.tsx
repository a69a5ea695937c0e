import { Button } from '@fluentui/react-components';
import { pageAddress } from '../../../src/assurance/desk/page-address.ts';
import type { Receipt, ReturnForm } from '../../../src/assurance/returns/return-form-model.ts';
import { PageFrame } from '../../components/page-frame.tsx';
import { useLayout } from '../../components/layout.ts';
import { momentInLondon } from '../../london-time.ts';
import { linkTo } from '../../router.tsx';
import { useServices } from '../../services.ts';

/** What one gets for a submitted return. In a dialog its button closes the dialog and tells the bot. */
export function ReceiptView({ receipt, form, inDialog }: { readonly receipt: Receipt; readonly form: ReturnForm; readonly inDialog: boolean }) {
  const layout = useLayout();
  const { host } = useServices();
  return (
    <PageFrame name="Receipt" heading={`Submitted: receipt ${receipt.receipt}`}>
      <div className={layout.stack}>
        <p className={layout.written}>{receipt.words}</p>
        <p className={layout.written}>{form.agencyName}, {form.quarterName}, version {receipt.version}, {momentInLondon(receipt.submittedAt)}{receipt.late ? ', after the due date' : ''}.</p>
        <div className={layout.row}>
          {inDialog ? <Button appearance="primary" onClick={() => host.closeDialog({ done: 'return-submitted', returnKey: receipt.returnKey, receipt: receipt.receipt })}>Close</Button> : (
            <>
              <Button as="a" appearance="primary" {...linkTo(pageAddress.returnReading(receipt.returnKey))}>Read it as submitted</Button>
              <Button as="a" {...linkTo(pageAddress.myDesk())}>Back to my desk</Button>
            </>
          )}
        </div>
      </div>
    </PageFrame>
  );
}
