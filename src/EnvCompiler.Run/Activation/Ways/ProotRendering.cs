using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation.Namespace;

namespace EnvCompiler.Run.Activation.Ways;

/// <summary>
/// A plan as options of proot(1), each ended by NUL: its directories and links are made on disk in <c>skeleton</c>, its binds are options.
/// Before them stand those of bwrap for what uid 0 is to lose, which <c>forward.pl</c> takes out.
/// </summary>
/// <param name="writer">Writes.</param>
/// <param name="directory">Where <c>skeleton</c> and <c>store</c>, an empty store with mount points, are made.</param>
/// <param name="store">The store.</param>
/// <param name="storePlaces">Every place that shows it.</param>
/// <param name="copies">Private copy by root id.</param>
internal sealed class ProotRendering(
    FileWriter writer, string directory, StoreLayout store, IReadOnlyList<string> storePlaces, IReadOnlyDictionary<string, string> copies)
{
    private readonly string skeleton = Path.Combine(directory, "skeleton");
    private readonly StringBuilder options = new();
    private string? unbindable;

    /// <summary>The options' bytes.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="unbindablePath">A path that proot's syntax has no way to say.</param>
    /// <returns>Null where there is such a path.</returns>
    internal byte[]? Render(NamespacePlan plan, out string? unbindablePath)
    {
        writer.EnsureDirectory(skeleton);
        foreach (var capability in plan.DroppedCapabilities)
            options.Append("--cap-drop\0").Append(capability).Append('\0');
        options.Append("-r\0").Append(skeleton).Append('\0');
        foreach (var step in plan.Steps)
        {
            switch (step)
            {
                case DirectoryStep:
                    writer.EnsureDirectory(skeleton + step.Path);
                    break;
                case SymlinkStep link:
                    MakeLink(link);
                    break;
                case BindStep bind when storePlaces.Contains(bind.Source):
                    BindStore(bind.Path);
                    break;
                case BindStep bind when !bind.IsOptional || Path.Exists(bind.Source):
                    Bind(Private(bind.Source), bind.Path);
                    break;
            }
        }

        unbindablePath = unbindable;
        return unbindable is null ? Encoding.UTF8.GetBytes(options.ToString()) : null;
    }

    // A file of a root is its private copy's.
    private string Private(string source)
    {
        foreach (var (rootId, copy) in copies)
        {
            var root = store.RootFileSystem(rootId);
            if (StorePlaces.IsWithin(source, root))
                return copy + source[root.Length..];
        }

        return source;
    }

    // Roots are seen where they always are, so that links into them lead somewhere; nothing else of the store is.
    private void BindStore(string place)
    {
        var empty = Path.Combine(directory, "store");
        foreach (var rootId in copies.Keys)
            writer.EnsureDirectory(empty + store.RootFileSystem(rootId)[store.Root.Length..]);
        Bind(empty, place);
        foreach (var (rootId, copy) in copies)
            Bind(copy, place + store.RootFileSystem(rootId)[store.Root.Length..]);
    }

    private void MakeLink(SymlinkStep link)
    {
        var path = skeleton + link.Path;
        writer.EnsureDirectory(Path.GetDirectoryName(path)!);
        if (new FileInfo(path).LinkTarget == link.Target)
            return;
        writer.Operations.Unlink(path);
        writer.Operations.Symlink(link.Target, path);
    }

    private void Bind(string source, string path)
    {
        if (source.Contains(':') || path.Contains(':'))
            unbindable = source.Contains(':') ? source : path;
        var point = skeleton + path;
        if (Directory.Exists(source))
            writer.EnsureDirectory(point);
        else if (!File.Exists(point))
            MakeFile(point);
        options.Append("-b\0").Append(source).Append(':').Append(path).Append('\0');
    }

    private void MakeFile(string point)
    {
        writer.EnsureDirectory(Path.GetDirectoryName(point)!);
        writer.Replace(point, "");
    }
}
