using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Store.Composing;

/// <summary>
/// <c>/etc/ld.so.cache</c>, made by the root's own <c>ldconfig</c>: another version writes other bytes. The program is linked
/// statically, so it runs on any host of its architecture, and with <c>-r</c> as an ordinary user too.
/// </summary>
/// <param name="files">Where to write.</param>
/// <param name="processes">Runs <c>ldconfig</c>.</param>
internal sealed class LinkerCache(IFileOperations files, IProcessRunner processes)
{
    /// <summary>Makes the cache in a root that is written but not published.</summary>
    /// <returns>A warning when it could not be made.</returns>
    public async Task<Diagnostic?> MakeAsync(string root, CancellationToken cancellation)
    {
        var program = Path.Combine(root, "usr/sbin/ldconfig");
        if (!File.Exists(program))
            return StoreDiagnostics.NoLinkerCache("`libc-bin` is not among its packages");
        try
        {
            var output = await processes.RunAsync(program, ["-r", root], cancellation);
            if (output is not { ExitCode: 0 })
                return StoreDiagnostics.NoLinkerCache($"`{program}` ended with {output?.ExitCode}: {output?.Error.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return StoreDiagnostics.NoLinkerCache($"`{program}` cannot run on this host: {e.Message}");
        }

        Rewrite(Path.Combine(root, "etc/ld.so.cache"));
        // Inode numbers and times of this build; only there to make the next run faster.
        files.Unlink(Path.Combine(root, "var/cache/ldconfig/aux-cache"));
        return null;
    }

    // Through our own operations, so that mode, time and durability are those of every other file.
    private void Rewrite(string path)
    {
        var content = File.ReadAllBytes(path);
        files.Unlink(path);
        RootFile.Write(files, path, content, StoreModes.Plain);
    }
}
