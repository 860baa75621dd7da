/** `output` is all that was on the screen, with `\n` at the end of a line. */
export async function runScript(lab, host, script) {
  const pty = lab.spawn(host, ['bash', '-c', script], { cols: 200, rows: 50 });
  let output = '';
  pty.onData((bytes) => {
    output += bytes.toString();
  });
  const { code } = await new Promise((resolve) => pty.onExit(resolve));
  return { output: output.replaceAll('\r\n', '\n'), code };
}
//# sourceMappingURL=run-script.js.map
