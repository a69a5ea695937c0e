import { PageFrame } from '../components/page-frame.tsx';
import { NotFoundState } from '../components/states.tsx';

export default function NotFoundPage() {
  return (
    <PageFrame name="Page not found" heading="This page was not found">
      <NotFoundState failure={{ kind: 'not-found', reason: 'not-found', message: 'There is no page at this address.' }} />
    </PageFrame>
  );
}
