import type { Indicator } from './indicator.ts';

type Measured = Pick<Indicator, 'unit' | 'decimals'>;

/** A number with its thousands set off and at most so many decimals: 1,204 or 61.5. */
export function numberInWords(value: number, decimals: number): string {
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '-' : '';
  return `${sign}${grouped}${fraction === undefined || /^0+$/.test(fraction) ? '' : `.${fraction}`}`;
}

/** A figure with its unit, as people read it: 62%, 118, 4.5 per 10,000, 12 days. */
export function figureInWords(indicator: Measured, value: number): string {
  const number = numberInWords(value, indicator.decimals);
  switch (indicator.unit) {
    case 'count': return number;
    case 'percentage': return `${number}%`;
    case 'rate-per-10000': return `${number} per 10,000`;
    case 'days': return number === '1' ? '1 day' : `${number} days`;
  }
}
