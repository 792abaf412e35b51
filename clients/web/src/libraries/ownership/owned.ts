/** `1 asset`, `7 assets`. */
export const assetsCounted = (count: number): string => `${count} ${count === 1 ? 'asset' : 'assets'}`;
