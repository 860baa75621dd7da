/** The page's components, which come once the slide is painted: they are drawn without this, and answer with it. */
export { setUpTour } from './frame/tour.tsx';
export { mountStrip } from './strip/mount.ts';
