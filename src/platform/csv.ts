/** A cell of RFC 4180: quoted, and never a formula for the spreadsheet that opens it (OWASP, "CSV Injection"). */
export function cell(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${inert.replaceAll('"', '""')}"`;
}
