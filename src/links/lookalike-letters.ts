/** Letters of other alphabets that look like Latin ones, and letters that look like each other: `latin: others`. */
const LOOKALIKES = `
a: а ɑ α à á â ã ä å ā ă ą
b: Ь ƅ в ḅ
c: с ϲ ç ć č
d: ԁ ɗ đ ḍ
e: е ҽ є ε ë é è ê ē ė ę ẹ
g: ɡ ց ģ ğ ġ
h: һ հ ḥ
i: і ӏ ı ι í ì î ï ĩ ī į l ļ ł 1
j: ј ʝ
k: к κ ķ ĸ
m: м ṃ ɱ
n: п ո η ñ ń ņ ň
o: о ο օ ō ó ò ô ö õ ő ø ọ σ
p: р ρ
q: ԛ
r: г ř ŕ ŗ
s: ѕ ś š ş ș ṣ
t: т τ ţ ț ť
u: υ ս ц ù ú û ü ū ų
v: ν ѵ
w: ԝ ѡ ω ŵ
x: х χ
y: у γ ý ÿ
z: ʐ ź ż ž
`

/** Digits that stand for letters. `1` is among those of `i`. */
const DIGITS = '0o 3e 4a 5s 7t 8b 9g'

const folds = new Map(
  [
    ...LOOKALIKES.trim()
      .split('\n')
      .map((line) => line.split(': ')),
    ...DIGITS.split(' ').map(([digit = '', letter = '']) => [letter, digit]),
  ].flatMap(([letter = '', others = '']) =>
    others.split(' ').map((other): [string, string] => [other, letter]),
  ),
)

/**
 * What a name looks like: equal for names that are easily taken for each other. `i`, `l` and `1` are one, and so
 * are `o` and `0`, `rn` and `m`, `vv` and `w`. Works for whole hosts too; dots and hyphens stay.
 */
export function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
  return plain
    .replaceAll(/[^a-km-z.-]/gu, (letter) => folds.get(letter) ?? letter)
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}

/** Names of this length may have two mistakes. */
const LONG_NAME = 11

/**
 * True when `word` becomes `name` by one letter that is added, missing, wrong or swapped with its neighbour; by two
 * in long names. False for the same word.
 */
export function isNearly(word: string, name: string): boolean {
  const allowed = name.length >= LONG_NAME ? 2 : 1
  if (word === name || Math.abs(word.length - name.length) > allowed) return false
  return editDistance(word, name) <= allowed
}

/** Optimal string alignment distance. Both are names of hosts, so at most 63 letters. */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const cost = one[row - 1] === other[column - 1] ? 0 : 1
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const swapped = isSwap ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + cost,
          swapped,
        ),
      )
    }
    beforeLast = last
    last = current
  }
  return last[other.length] ?? 0
}
