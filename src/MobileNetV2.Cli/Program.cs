using System.Text;
using MobileNets.Cli;
using MobileNets.Cli.Hosting;

// Labels and the summary's tree have letters beyond ASCII, whatever the terminal's own encoding.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await ErrorBoundary.RunAsync(CommandLine.Create().Parse(args));
