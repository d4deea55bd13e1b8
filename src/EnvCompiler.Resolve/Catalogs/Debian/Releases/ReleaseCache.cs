using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>
/// Verified Releases in the store, <c>indexes/releases/SUITE-KEY</c>: a head of <c>Field: value</c> lines, an empty line, the text. KEY
/// is made of the keyring and the snapshot, not of the mirror: an older Release is refused whichever mirror it comes from.
/// </summary>
internal sealed class ReleaseCache(StoreLayout store, IFileOperations files)
{
    private const int KeyLength = 16;

    internal CachedRelease? Find(SuiteDefinition suite, Keyring keyring)
    {
        var path = PathOf(suite, keyring);
        if (!File.Exists(path))
            return null;
        var content = File.ReadAllText(path);
        var end = content.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
            return null;
        var head = HeadOf(content[..end]);
        var text = content[(end + 2)..];
        return head.GetValueOrDefault("Text-Sha256") == HashOf(text) && Uri.TryCreate(head.GetValueOrDefault("Base"), UriKind.Absolute, out var origin)
            ? new CachedRelease(origin, head.GetValueOrDefault("Signed-Sha256", ""), ValidatorsOf(head), text, Release.Parse(text))
            : null;
    }

    internal void Store(SuiteDefinition suite, Keyring keyring, CachedRelease release)
    {
        var head = new StringBuilder()
            .Append("Base: ").Append(release.Base).Append('\n')
            .Append("Signed-Sha256: ").Append(release.SignedSha256).Append('\n')
            .Append("Text-Sha256: ").Append(HashOf(release.Text)).Append('\n');
        if (release.Validators.EntityTag is { } tag)
            head.Append("Entity-Tag: ").Append(tag).Append('\n');
        if (release.Validators.LastModified is { } modified)
            head.Append("Last-Modified: ").Append(modified.ToString("O", CultureInfo.InvariantCulture)).Append('\n');
        var path = PathOf(suite, keyring);
        var writer = new FileWriter(files);
        writer.EnsureDirectory(Path.GetDirectoryName(path)!);
        writer.Replace(path, $"{head}\n{release.Text}");
    }

    private string PathOf(SuiteDefinition suite, Keyring keyring)
    {
        var key = HashOf($"{keyring.Sha256}\n{suite.Name}\n{suite.Snapshot}");
        return Path.Combine(store.Indexes, "releases", $"{suite.Name.Replace('/', '_')}-{key[..KeyLength]}");
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // A name twice is damage: the last one counts, and the hash decides.
    private static Dictionary<string, string> HeadOf(string text)
    {
        var head = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (line.Split(": ", 2) is [var name, var value])
                head[name] = value;
        }

        return head;
    }

    private static Validators ValidatorsOf(Dictionary<string, string> head) => new(
        head.GetValueOrDefault("Entity-Tag"),
        DateTimeOffset.TryParse(head.GetValueOrDefault("Last-Modified"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null);
}
