const words = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? '' : 's'}`;

/** Hours as people say them: `12 minutes`, `5.5 hours`, `3 days`. */
export function durationText(hours: number): string {
  const minutes = Math.round(hours * 60);
  if (minutes < 1) return 'under a minute';
  if (minutes < 60) return words(minutes, 'minute');
  if (hours < 48) return words(Math.round(hours * 10) / 10, 'hour');
  return words(Math.round((hours / 24) * 10) / 10, 'day');
}

/** As `durationText`, for columns: `12 min`, `5.5 h`, `3 d`. */
export function shortDuration(hours: number): string {
  const minutes = Math.round(hours * 60);
  if (minutes < 1) return '< 1 min';
  if (minutes < 60) return `${minutes} min`;
  if (hours < 48) return `${Math.round(hours * 10) / 10} h`;
  return `${Math.round((hours / 24) * 10) / 10} d`;
}
