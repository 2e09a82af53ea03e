// biome-ignore-all lint/suspicious/noControlCharactersInRegex: these are what it looks for
// What strangers wrote, made so that it can't pretend: to be another word, to run backwards, or to be empty.

const REPLACEMENT = '\ufffd'

/**
 * Characters that show nothing or turn the text around (Unicode's bidirectional controls, zero-width and
 * other default-ignorable ones, controls, tags), but for those that scripts and emoji need.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu

/** A joiner joins letters that are not Latin; between others it only makes two words look the same. */
const IDLE_JOINER = /(?<![^\u0000-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\u0000-\u024f])/gu

/** Marks that would reach into the lines above and below. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu

/** Keeps line breaks and tabs; what is hidden becomes a mark that can be seen. */
export function plainText(text: string): string {
  return text
    .replace(HIDDEN, REPLACEMENT)
    .replace(IDLE_JOINER, REPLACEMENT)
    .replace(PILED_MARKS, '$1')
}

/** The same in one line of at most `limit` characters. */
export function plainLine(text: string, limit = 200): string {
  const line = plainText(text.slice(0, limit * 8))
    .replace(/\s+/g, ' ')
    .trim()
  const characters = [...line]
  return characters.length > limit ? `${characters.slice(0, limit).join('')}…` : line
}

const CONTROL_SEQUENCE =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g

/** What a terminal would show in the end: without colours, and a line written over is its last writing. */
export function terminalText(text: string): string {
  return text
    .replace(CONTROL_SEQUENCE, '')
    .replace(/[^\n]*\r(?!\n)/g, '')
    .replace(/\r\n/g, '\n')
}
