// What the person answers: one decision, and fields that say by themselves when they are needed.
//   data-variable       the variable that the field is sent as
//   data-needed-for     the decisions (or "all") that it must be filled for
//   data-fault          what is said when it is not

export function chosen(root) {
  const radio = root.querySelector('input[name="decision"]:checked');
  return radio ? radio.value : '';
}

function fields(root) { return [...root.querySelectorAll('[data-variable]')]; }

function isNeeded(field, decision) {
  const needed = (field.dataset.neededFor || '').split(' ');
  return needed.includes('all') || needed.includes(decision);
}

/** The first thing that is missing: { fault, field }; null when all is said. */
export function missing(root) {
  const decision = chosen(root);
  const first = root.querySelector('input[name="decision"]');
  if (first && !decision) { return { fault: 'Choose a decision.', field: first }; }
  const empty = fields(root).find((field) => isNeeded(field, decision) && !field.value.trim());
  return empty ? { fault: empty.dataset.fault, field: empty } : null;
}

/** Everything is a text, and nothing but what the form asks is sent. */
export function declare(root, variables, more) {
  fields(root).map((field) => field.dataset.variable).concat(more)
    .forEach((name) => variables.createVariable({ name, type: 'String', value: '' }));
}

export function send(root, variables) {
  fields(root).forEach((field) => {
    const name = field.dataset.variable;
    // After a completion that failed Tasklist has forgotten what was declared later than the form itself.
    if (!variables.variable(name)) { variables.createVariable({ name, type: 'String', value: '' }); }
    variables.variableValue(name, field.value.trim());
  });
  const decision = chosen(root);
  if (decision) { variables.variableValue('decision', decision); }
}
