/** Whole micro-USD as dollars: at least two decimals, and as many as a small amount needs to be told from nothing. */
export function money(costMicroUsd: number): string {
  const usd = costMicroUsd / 1_000_000;
  const decimals = usd !== 0 && Math.abs(usd) < 0.1 ? 6 : 2;
  const text = usd.toFixed(decimals);
  return `$${decimals === 6 ? text.replace(/0{1,4}$/, '') : text}`;
}

export const count = (value: number): string => new Intl.NumberFormat('en-US').format(value);
