using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>The models of a target: those that lie in the environment's directory go into the image, unless they are to be mounted.</summary>
internal static class ImageModels
{
    /// <summary>Entries of the files that are in, and a note on every model.</summary>
    internal static (IReadOnlyList<ImageEntry> Entries, IReadOnlyList<string> Notes) Of(ImageSource source, bool withoutModels)
    {
        var entries = new List<ImageEntry>();
        var notes = new List<string>();
        var project = ContainedLayout.Project[1..];
        var locked = source.Environment.Lock;
        foreach (var name in locked.Targets[source.Target.ToString()].Models ?? [.. locked.Models.Keys])
        {
            var files = locked.Models[name].Files;
            var places = files.Select(file => new FileInfo(Path.Combine(source.Layout.Directory, file.Path))).ToArray();
            var isHere = places.Zip(files).All(file => file.First.Exists && file.First.Length == file.Second.Size);
            if (isHere && !withoutModels)
                entries.AddRange(places.Zip(files).Select(file => new ImageEntry.File($"{project}/{file.Second.Path}", file.First.FullName, file.Second.Size, IsProgram: false)));
            else
                notes.Add($"model `{name}` is not in the image{(isHere ? "" : ", because its files are not here")}: mount {string.Join(", ", files.Select(file => $"`{ContainedLayout.Project}/{file.Path}`"))}");
        }

        return (entries, notes);
    }
}
