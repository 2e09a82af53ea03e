import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAmount } from '#/app/use-amount'
import { parseXlm, plainXlm, readAmount, typedXlm } from '#/market/amount'
import { type GpuFilter, SORTS } from '#/market/gpu-filter'
import { localeOf } from '#/texts/texts'
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
  const { t, i18n } = useTranslation('gpus')
  const locale = localeOf(i18n.language)
  const wanted = parseXlm(price)
  const asTyped = wanted === null ? '' : typedXlm(wanted, locale)
  const [typed, setTyped] = useState(asTyped)
  const { mistake } = useAmount(typed)
  // Whoever writes "2,50" keeps it while it means what the address says.
  useEffect(
    () => setTyped((old) => (readAmount(old, locale) === wanted ? old : asTyped)),
    [wanted, asTyped, locale],
  )
  return (
    <TextField
      label={t('price')}
      inputMode="decimal"
      placeholder={t('pricePlaceholder')}
      value={typed}
      error={typed === '' ? null : mistake}
      onChange={({ target: { value } }) => {
        setTyped(value)
        const amount = readAmount(value, locale)
        if (value === '') onChange(undefined)
        else if (typeof amount === 'bigint') onChange(plainXlm(amount))
      }}
    />
  )
}
