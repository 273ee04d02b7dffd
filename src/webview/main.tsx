/** The heap diagram: browser code only, which meets the extension in the messages of protocol/ alone. */

import './elements/components';
import 'uplot/dist/uPlot.min.css';
import './styles.css';
import './timeline/timeline.css';
import './stage/stage.css';
import './tables/tables.css';
import './elements/controls.css';
import './narrow.css';
import { render } from 'preact';
import { App } from './app';
import { requestView } from './model/host';

const root = document.getElementById('app');
if (root) void requestView().then(saved => render(<App saved={saved} />, root));
