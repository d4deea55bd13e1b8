using System.Text.Json;

namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>
/// The drivers' files in the order in which the loader looks (LoaderDriverInterface.md, «Driver Discovery» on Linux): <c>VK_DRIVER_FILES</c> or its older name
/// alone where it is set; else <c>VK_ADD_DRIVER_FILES</c>, then <c>vulkan/icd.d</c> below the XDG directories of settings, <c>/etc</c>, and those of data.
/// </summary>
/// <param name="hostRoot">The host's <c>/</c>.</param>
/// <param name="variables">The caller's variables.</param>
internal sealed class IcdSearch(string hostRoot, IReadOnlyDictionary<string, string> variables)
{
    private const string Folder = "vulkan/icd.d";

    /// <summary>Files that can be read and are such files; another loader would pass over the rest too.</summary>
    internal IReadOnlyList<IcdFile> Find() =>
        [.. Files().Distinct(StringComparer.Ordinal).Select(Read).OfType<IcdFile>()];

    private IEnumerable<string> Files()
    {
        var given = List("VK_DRIVER_FILES", "") is { Count: > 0 } files ? files : List("VK_ICD_FILENAMES", "");
        return given.Count > 0
            ? given.SelectMany(Expand)
            : List("VK_ADD_DRIVER_FILES", "").SelectMany(Expand).Concat(Directories().SelectMany(directory => Expand($"{directory}/{Folder}")));
    }

    private IEnumerable<string> Directories()
    {
        var home = variables.GetValueOrDefault("HOME", "/");
        return
        [
            .. List("XDG_CONFIG_HOME", $"{home}/.config"), .. List("XDG_CONFIG_DIRS", "/etc/xdg"), "/etc",
            .. List("XDG_DATA_HOME", $"{home}/.local/share"), .. List("XDG_DATA_DIRS", "/usr/local/share:/usr/share"),
        ];
    }

    private List<string> List(string variable, string otherwise) =>
        [.. (variables.GetValueOrDefault(variable, "") is { Length: > 0 } set ? set : otherwise).Split(':', StringSplitOptions.RemoveEmptyEntries)];

    // A name may be a directory's.
    private IEnumerable<string> Expand(string path) =>
        !Directory.Exists(At(path)) ? [path]
        : Directory.EnumerateFiles(At(path), "*.json").Order(StringComparer.Ordinal).Select(file => $"{path.TrimEnd('/')}/{Path.GetFileName(file)}");

    private IcdFile? Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(At(path)));
            return Property(document.RootElement, "ICD") is { } icd && Text(icd, "library_path") is { Length: > 0 } library
                ? new IcdFile(path, Path.GetFileName(library), Text(icd, "api_version"))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // The loader passes over it too.
            return null;
        }
    }

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) => Property(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private string At(string path) => Path.Combine(hostRoot, path.TrimStart('/'));
}
