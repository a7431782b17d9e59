import { parseMarkup, type Block, type Inline } from '../../channels/formatting.ts'

const SAFE_LINK = /^(?:https?:|mailto:|tel:)/i
const MARK = { bold: 'strong', italic: 'em', strike: 's' } as const

function InlineNode({ inline }: { inline: Inline }) {
  if (inline.type === 'text') return <>{inline.text}</>
  if (inline.type === 'break') return <br />
  if (inline.type === 'code') return <code>{inline.text}</code>
  const content = inline.content.map((child) => <InlineNode inline={child} />)
  if (inline.type === 'link') {
    // A link that a browser would run as a script stays plain text.
    if (!SAFE_LINK.test(inline.url)) return <>{content}</>
    return (
      <a href={inline.url} target="_blank" rel="noreferrer">
        {content}
      </a>
    )
  }
  const Mark = MARK[inline.type]
  return <Mark>{content}</Mark>
}

function BlockNode({ block }: { block: Block }) {
  if (block.type === 'quote') {
    return (
      <blockquote>
        <Markup blocks={block.content} />
      </blockquote>
    )
  }
  if (block.type === 'list') {
    const items = block.items.map((item) => (
      <li>
        <Markup blocks={item} />
      </li>
    ))
    return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
  }
  const content = block.content.map((inline) => <InlineNode inline={inline} />)
  return <p>{block.type === 'heading' ? <strong>{content}</strong> : content}</p>
}

/** The bot's Markdown as safe HTML. */
export function Markup({ blocks }: { blocks: Block[] }) {
  return (
    <>
      {blocks.map((block) => (
        <BlockNode block={block} />
      ))}
    </>
  )
}

/** The text of an `OutgoingMessage` as safe HTML. */
export const Markdown = ({ text }: { text: string }) => <Markup blocks={parseMarkup(text)} />
