import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseXlm } from '#/market/amount'
import { type GpuFilter, SORTS } from '#/market/gpu-filter'
import { CheckField, SelectField, TextField } from '#/ui/field'

const VRAM_STEPS_GB = [8, 12, 16, 24, 40, 48, 80, 141]

/** The filters of the list; `undefined` in a change takes a filter away. */
export function GpuFilters({
  filter,
  onChange,
}: {
  filter: GpuFilter
  onChange: (changes: Partial<Record<keyof GpuFilter, unknown>>) => void
}) {
  const { t } = useTranslation('gpus')
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-[2fr_1fr_1fr_1.3fr_auto] md:items-end">
      <TextField
        label={t('model')}
        type="search"
        placeholder={t('modelPlaceholder')}
        maxLength={64}
        value={filter.model ?? ''}
        onChange={(event) => onChange({ model: event.target.value || undefined })}
        className="col-span-2 md:col-span-1"
      />
      <SelectField
        label={t('vram')}
        value={filter.vram ?? ''}
        onChange={(event) => onChange({ vram: Number(event.target.value) || undefined })}
      >
        <option value="">{t('anyVram')}</option>
        {VRAM_STEPS_GB.map((gb) => (
          <option key={gb} value={gb}>
            {t('atLeastGb', { gb })}
          </option>
        ))}
      </SelectField>
      <PriceFilter price={filter.price ?? ''} onChange={(price) => onChange({ price })} />
      <SelectField
        label={t('sort')}
        value={filter.sort ?? 'price'}
        onChange={(event) =>
          onChange({ sort: event.target.value === 'price' ? undefined : event.target.value })
        }
      >
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {t(`sorts.${sort}`)}
          </option>
        ))}
      </SelectField>
      <CheckField
        label={t('freeOnly')}
        checked={filter.free ?? false}
        onChange={(event) => onChange({ free: event.target.checked || undefined })}
        className="self-end"
      />
    </div>
  )
}

/** Keeps what is typed while it is no amount yet. */
function PriceFilter({
  price,
  onChange,
}: {
  price: string
  onChange: (price: string | undefined) => void
}) {
  const { t } = useTranslation('gpus')
  const [typed, setTyped] = useState(price)
  // Whoever types a comma keeps it.
  useEffect(() => setTyped((old) => (old.replace(',', '.') === price ? old : price)), [price])
  const invalid = typed !== '' && parseXlm(typed.replace(',', '.')) === null
  return (
    <TextField
      label={t('price')}
      inputMode="decimal"
      placeholder={t('pricePlaceholder')}
      value={typed}
      error={invalid ? t('priceInvalid') : null}
      onChange={(event) => {
        const text = event.target.value.replace(',', '.')
        setTyped(event.target.value)
        if (text === '' || parseXlm(text) !== null) onChange(text || undefined)
      }}
    />
  )
}
