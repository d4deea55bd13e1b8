using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli;

/// <summary>Codes 09xx: the command line, and failures of the machine that no stage explained better.</summary>
internal static class CommandLineDiagnostics
{
    public static Diagnostic Usage(string message, string command) =>
        new("ENVC0901", message.TrimEnd('.')) { Hint = $"`{command} --help` lists what it takes" };

    public static Diagnostic DiskFull(DiskFullException failure) =>
        new("ENVC0902", failure.Message)
        {
            Fault = Fault.Outside,
            Hint = "free some space and run the same command again: what was finished is kept, nothing half-written is",
        };

    public static Diagnostic PermissionDenied(UnauthorizedAccessException failure) =>
        new("ENVC0903", failure.Message) { Hint = "run as the owner, or choose another store with `ENVC_STORE`" };

    public static Diagnostic InputOutput(IOException failure) => new("ENVC0904", failure.Message) { Fault = Fault.Outside };

    public static Diagnostic Bug(Exception failure) =>
        new("ENVC0905", $"envc failed in a way it should not: {failure}")
        {
            Fault = Fault.Outside,
            Hint = "this is a bug of envc: please report it with the text above",
        };

    public static Diagnostic Stale(SourcePlace place) =>
        new("ENVC0906", "the lock does not fit the manifest any more") { Place = place, Hint = "`envc lock` makes it fit" };
}
