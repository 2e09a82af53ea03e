// A Python editor. Tab leaves it, as everywhere on the page; Ctrl-] and Ctrl-[ indent. It lives in a
// shadow root: there CodeMirror adopts style sheets, where it would write <style> elements into the page,
// which the Content-Security-Policy does not let it.
import { python } from '@codemirror/lang-python'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import { useEffect, useRef } from 'react'

const theme = EditorView.theme({
  '&': { fontSize: '0.875rem', backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-content, .cm-gutter': { minHeight: '18rem' },
  '.cm-scroller': {
    maxHeight: '32rem',
    lineHeight: '1.55',
    fontFamily: 'var(--font-mono)',
    fontVariantLigatures: 'none',
  },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--accent-soft) 45%, transparent)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
})

/** The page's own tones, so that each can be read in both themes. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--info)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.self], color: 'var(--busy)' },
  {
    tag: [tags.function(tags.definition(tags.variableName)), tags.className],
    color: 'var(--accent)',
  },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--bad)' },
])

interface Props {
  id?: string
  label: string
  value: string
  onChange: (value: string) => void
  'aria-invalid'?: boolean | undefined
  'aria-describedby'?: string | undefined
}

export default function CodeEditor({ id, label, value, onChange, ...aria }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef(onChange)
  latest.current = onChange

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once and keeps its own text
  useEffect(() => {
    if (!place.current) return
    const root = place.current.shadowRoot ?? place.current.attachShadow({ mode: 'open' })
    const editor = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: value,
        extensions: [
          basicSetup,
          python(),
          theme,
          syntaxHighlighting(colours),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, ...(id ? { id } : {}) }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [])

  useEffect(() => {
    const editor = view.current
    if (editor && editor.state.doc.toString() !== value) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
    }
  }, [value])

  useEffect(() => {
    const content = view.current?.contentDOM
    content?.setAttribute('aria-invalid', String(aria['aria-invalid'] ?? false))
    content?.setAttribute('aria-describedby', aria['aria-describedby'] ?? '')
  })

  return (
    <div
      ref={place}
      className={`overflow-hidden rounded-lg border focus-within:outline-2 focus-within:outline-accent ${aria['aria-invalid'] ? 'border-bad' : 'border-line-strong'}`}
    />
  )
}
