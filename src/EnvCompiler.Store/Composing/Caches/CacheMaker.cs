using System.Text;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing.Caches;

/// <summary>
/// Runs <see cref="CacheTools"/> of a written root: each through the root's own dynamic loader with the root's own libraries, so that it needs
/// no namespace and its result is the same on every host. A program sees no variables of the caller and is told to write into a scratch directory
/// outside of the root; what it made there is then added to the root like any other file.
/// </summary>
/// <param name="files">Where to write.</param>
/// <param name="processes">Runs the programs.</param>
internal sealed class CacheMaker(IFileOperations files, IProcessRunner processes)
{
    /// <summary>Runs the programs that the root has, all at once.</summary>
    /// <param name="plan">What was written.</param>
    /// <param name="root">Where.</param>
    /// <param name="scratch">A directory that does not exist; whoever called removes it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was made, a line each, and warnings about what was not.</returns>
    public async Task<(IReadOnlyList<string> Done, IReadOnlyList<Diagnostic> Warnings)> MakeAsync(
        RootPlan plan, string root, string scratch, CancellationToken cancellation)
    {
        if (Multiarch.Of(plan) is not { } system)
            return ([], []);
        var due = CacheTools.All.Select(tool => For(tool, system.Triplet)).Where(tool => IsDue(plan, tool)).ToArray();
        if (due.Length == 0)
            return ([], []);
        files.CreateDirectory(scratch, StoreModes.Directory);
        var problems = await Task.WhenAll(due.Select((tool, number) => RunAsync(tool, system, root, Path.Combine(scratch, $"{number}"), cancellation)));
        return (
            [.. due.Zip(problems).Where(each => each.Second is null).Select(each => $"cache /{each.First.Output} by /{each.First.Program}")],
            [.. problems.OfType<Diagnostic>()]);
    }

    private static CacheTool For(CacheTool tool, string triplet) => tool with
    {
        Program = tool.Program.Replace("{triplet}", triplet),
        Input = tool.Input.Replace("{triplet}", triplet),
        Output = tool.Output.Replace("{triplet}", triplet),
    };

    private static bool IsDue(RootPlan plan, CacheTool tool) =>
        plan.Resolve($"/{tool.Program}") is RootEntry.Linked && plan.Children(tool.Input).Any(entry => entry.Value is not RootEntry.Directory);

    private async Task<Diagnostic?> RunAsync(CacheTool tool, Multiarch system, string root, string scratch, CancellationToken cancellation)
    {
        var input = Path.Combine(root, tool.Input);
        files.CreateDirectory(scratch, StoreModes.Directory);
        if (tool.LinkedInput is { } name)
            Link(input, scratch, name);

        string Filled(string text) => text.Replace("{input}", input).Replace("{scratch}", scratch);
        var libraries = $"{root}/usr/lib/{system.Triplet}:{root}/usr/lib";
        var output = await processes.RunAsync(
            "env",
            [
                "-i", "LC_ALL=C.UTF-8", .. tool.Variables.Select(Filled),
                // The host's cache of libraries would let the host's own ones in.
                Path.Combine(root, system.Loader), "--inhibit-cache", "--library-path", libraries, Path.Combine(root, tool.Program),
                .. tool.Arguments is ["{files}"] ? FilesOf(input, "*.so") : tool.Arguments.Select(Filled),
            ],
            cancellation);
        if (output is not { ExitCode: 0 })
            return StoreDiagnostics.CacheFailed(tool.Program, output is null ? "there is no `env` on this host" : $"it ended with {output.ExitCode}: {output.Error.Trim()}", tool.Loss);

        var target = Path.Combine(root, tool.Output);
        if (tool.Printed is { } printed)
            Add(Path.Combine(target, printed), Encoding.UTF8.GetBytes(output.Output.Replace(root, "")));
        else
            Collect(scratch, target);
        return null;
    }

    private void Link(string input, string scratch, string name)
    {
        if (name != "*")
        {
            files.Symlink(input, Path.Combine(scratch, name));
            return;
        }

        foreach (var file in FilesOf(input))
            files.Symlink(file, Path.Combine(scratch, Path.GetFileName(file)));
    }

    // What was made: everything but the links to the input.
    private void Collect(string scratch, string target)
    {
        foreach (var made in new DirectoryInfo(scratch).EnumerateFileSystemInfos().Where(made => made.LinkTarget is null))
        {
            var place = Path.Combine(target, made.Name);
            if (made is FileInfo)
            {
                Add(place, File.ReadAllBytes(made.FullName));
                continue;
            }

            if (!Directory.Exists(place))
            {
                files.CreateDirectory(place, StoreModes.Directory);
                StoreModes.Enforce(files, place, StoreModes.Directory);
            }

            Collect(made.FullName, place);
        }
    }

    // A package that brings the file itself knows better.
    private void Add(string place, byte[] content)
    {
        if (!File.Exists(place))
            RootFile.Write(files, place, content, StoreModes.Plain);
    }

    private static string[] FilesOf(string directory, string pattern = "*") => [.. Directory.EnumerateFiles(directory, pattern).Order(StringComparer.Ordinal)];
}
