/** A dictionary of opencc-js, which declares no types for them: `from to` pairs, parted by `|`. */
declare module 'opencc-js/dict/*' {
  const dictionary: string;
  export default dictionary;
}
