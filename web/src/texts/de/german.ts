import common from '#/texts/de/common.json'
import errors from '#/texts/de/errors.json'
import gpus from '#/texts/de/gpus.json'
import jobs from '#/texts/de/jobs.json'
import notices from '#/texts/de/notices.json'
import provide from '#/texts/de/provide.json'
import rent from '#/texts/de/rent.json'
import transactions from '#/texts/de/transactions.json'
import wallet from '#/texts/de/wallet.json'

export const german = { common, errors, gpus, jobs, notices, provide, rent, transactions, wallet }
