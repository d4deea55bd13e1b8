using EnvCompiler.Cli;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Cli.Terminal;

return await EnvcCommandLine.RunAsync(args, UserInterface.OfProcess());
