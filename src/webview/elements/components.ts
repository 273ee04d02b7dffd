/** The VS Code component library's elements that the panel uses, and their names for JSX. */

import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import '@vscode-elements/elements/dist/vscode-tab-panel/index.js';
import '@vscode-elements/elements/dist/vscode-tabs/index.js';
import type { ComponentChildren } from 'preact';

interface ElementProps {
  key?: string | number;
  children?: ComponentChildren;
  class?: string;
  id?: string;
  title?: string;
  slot?: string;
  'aria-label'?: string;
  'aria-pressed'?: boolean;
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ElementProps & { secondary?: boolean; disabled?: boolean; onClick?: () => void };
      'vscode-option': ElementProps & { value: string; selected?: boolean };
      'vscode-progress-bar': ElementProps & { indeterminate?: boolean; value?: number };
      'vscode-single-select': ElementProps & {
        value?: string;
        label?: string;
        onChange?: (event: Event) => void;
      };
      'vscode-tabs': ElementProps & {
        'selected-index'?: number;
        panel?: boolean;
        'onvsc-tabs-select'?: (event: CustomEvent<{ selectedIndex: number }>) => void;
      };
      'vscode-tab-header': ElementProps;
      'vscode-tab-panel': ElementProps & { panel?: boolean };
    }
  }
}
