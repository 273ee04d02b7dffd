/** "Explain Escape": the flow from the site at the cursor to what makes it escape, step by step. */
import * as vscode from 'vscode';
import { explainMethod } from '../protocol';
import type { Client } from './client';
import { pickPlace } from './placePicker';
import { argumentPosition } from './position';

export function registerExplain(client: Client): vscode.Disposable {
  return vscode.commands.registerCommand('heapward.explain', async (argument?: unknown) => {
    const at = argumentPosition(argument);
    if (!at) return;
    const explanation = await client.ask(explainMethod, at);
    if (!explanation) {
      vscode.window.setStatusBarMessage('Heapward: nothing is allocated or leaks here', 4000);
      return;
    }
    const steps = explanation.steps.map((step, index) => ({
      label: `${index + 1}. ${step.text}`,
      description: step.place.label,
      place: step.place,
    }));
    const items = steps.length > 0 ? steps : [{ label: explanation.why, place: explanation.place }];
    await pickPlace(explanation.title, items, explanation.why);
  });
}
