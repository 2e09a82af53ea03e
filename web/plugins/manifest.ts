// The app as a phone's home screen knows it. Its addresses are relative, so it serves in any folder.

export function manifest(base: string) {
  const view = (path: string) => (base === './' ? `./#${path}` : `.${path}`)
  return {
    name: 'Carrot: GPUs for hire',
    short_name: 'Carrot',
    description: 'Rent GPU time from the people who own the cards, and watch what yours earn.',
    lang: 'en',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#faf9f7',
    theme_color: '#1c1a17',
    categories: ['finance', 'utilities'],
    icons: [
      { src: 'icons/192.png', sizes: '192x192', type: 'image/png' },
      { src: 'icons/512.png', sizes: '512x512', type: 'image/png' },
      { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
    ],
    shortcuts: [
      { name: 'GPUs for hire', url: view('/') },
      { name: 'Jobs', url: view('/jobs') },
      { name: 'Earnings', url: view('/provide/earnings') },
    ],
  }
}
