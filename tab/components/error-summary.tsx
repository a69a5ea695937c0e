import { Link, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';

export type FieldError = { readonly field: string; readonly message: string };

/** What has to be mended before this can be sent, each linked to its field. It takes the focus when it appears. */
export function ErrorSummary({ errors }: { readonly errors: readonly FieldError[] }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => bar.current?.focus(), [errors]);
  return (
    <div ref={bar} tabIndex={-1}>
      <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>There is a problem</MessageBarTitle>
        <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
          {errors.map(({ field, message }) => (
            <li key={field}>
              <Link href={`#${field}`} inline onClick={(event) => { event.preventDefault(); document.getElementById(field)?.focus(); }}>{message}</Link>
            </li>
          ))}
        </ul>
      </MessageBarBody>
      </MessageBar>
    </div>
  );
}
