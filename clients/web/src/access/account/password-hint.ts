export const passwordHint =
  'Twelve characters at least. A few unrelated words are good; what is guessed first is refused.';
