import type { ReturnReading } from '../../src/assurance/returns/return-reading-model.ts';
import { useLayout } from '../components/layout.ts';

/** The figures of a return, each value beside last quarter's, its months and breakdown folded under it. */
export function ReadFigures({ figures }: { readonly figures: ReturnReading['figures'] }) {
  const layout = useLayout();
  if (figures.length === 0) return null;
  return (
    <section aria-labelledby="figures" className={layout.card}>
      <h2 id="figures" className={layout.h2}>Figures</h2>
      <ul className={layout.list} style={{ rowGap: '1.25rem' }}>
        {figures.map((figure) => (
          <li key={figure.id} className={layout.stack}>
            <div>
              <strong>{figure.code} {figure.name}</strong>, {figure.areaName}: <strong>{figure.value ?? 'missing'}</strong>
              <span className={layout.quiet}> (last quarter {figure.last ?? 'not given'})</span>
            </div>
            {figure.missingReason === undefined ? null : <div>Missing because: {figure.missingReason}</div>}
            {figure.note === undefined ? null : <p className={layout.written}>{figure.note}</p>}
            {figure.restated.map(({ value, reason }) => <div key={value + reason} className={layout.small}>Restated from {value}: {reason}</div>)}
            {figure.table.rows.length === 0 ? null : (
              <details>
                <summary>Months and breakdown of {figure.code}, {figure.areaName}</summary>
                <div className={layout.scroll}>
                  <table className={layout.table}>
                    <thead><tr><th scope="col"><span className={layout.hidden}>Breakdown</span></th>{figure.table.columns.map((name) => <th key={name} scope="col" data-numeric>{name}</th>)}</tr></thead>
                    <tbody>{figure.table.rows.map((row) => <tr key={row.name}><th scope="row">{row.name}</th>{row.values.map((value, index) => <td key={figure.table.columns[index]} data-numeric>{value}</td>)}</tr>)}</tbody>
                  </table>
                </div>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
