import { useState } from 'react';

const name = 'countersign.theme';
export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export const themeOf = (value: string | null): Theme =>
  value === 'light' || value === 'dark' ? value : 'system';

/** The chosen theme; `/theme.js` applies it, before the first paint and on every change. */
export function useTheme(): [Theme, (theme: string) => void] {
  const [theme, setTheme] = useState<Theme>(() => themeOf(localStorage.getItem(name)));
  const choose = (next: string) => {
    const chosen = themeOf(next);
    if (chosen === 'system') localStorage.removeItem(name);
    else localStorage.setItem(name, chosen);
    window.dispatchEvent(new Event('countersign:theme'));
    setTheme(chosen);
  };
  return [theme, choose];
}
