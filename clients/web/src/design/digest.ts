/** `sha256:ab12…` → `ab12cd34ef`; ids keep their kind: `exe_01jx…` → `exe_01jx…`. */
export function shortDigest(value: string, length = 10): string {
  const bare = value.startsWith('sha256:') ? value.slice('sha256:'.length) : value;
  return bare.length <= length + 1 ? bare : `${bare.slice(0, length)}…`;
}
