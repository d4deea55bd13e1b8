using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Supervision;

/// <summary>
/// Makes sure that nobody else can put a socket where envc looks for its own, or read what activations keep: base and run directory belong to
/// the user, the base is writable by nobody else, the run directory open to nobody else.
/// </summary>
internal static class RunDirectory
{
    // sockaddr_un.sun_path holds 108 bytes with the final zero.
    private const int LongestSocketPath = 107;
    private const UnixFileMode Others =
        OthersWrite | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Creates what is missing and checks it.</summary>
    /// <returns>Null when all is well.</returns>
    internal static Diagnostic? Prepare(RunLayout run, IFileOperations files)
    {
        var runBase = Path.GetDirectoryName(run.Directory)!;
        new FileWriter(files).EnsureDirectory(runBase, FileWriter.PrivateDirectory);
        if (Check(runBase, OthersWrite) is { } unsafeBase)
            return unsafeBase;
        files.CreateDirectory(run.Directory, FileWriter.PrivateDirectory);
        return CheckAll(run);
    }

    /// <summary>Checks an existing one.</summary>
    internal static Diagnostic? CheckAll(RunLayout run)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(run.Socket) > LongestSocketPath)
            return SupervisorDiagnostics.SocketPathTooLong(run.Socket);
        return Check(Path.GetDirectoryName(run.Directory)!, OthersWrite) ?? Check(run.Directory, Others);
    }

    private static Diagnostic? Check(string directory, UnixFileMode refused)
    {
        var owner = FileOwner.Of(directory);
        return owner.IsDirectory && owner.UserId == HostPlaces.UserId && (owner.Mode & refused) == 0
            ? null
            : SupervisorDiagnostics.RunDirectoryUnsafe(directory);
    }
}
