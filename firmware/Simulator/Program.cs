using System.CommandLine;
using EdgeWarning.Simulator;

var settings = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await Commands.Root().Parse(args).InvokeAsync(settings);
