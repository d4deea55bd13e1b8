using System.Text;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Imaging;

/// <summary>What every image has besides its packages: mount points, users, names, and the certificates by which TLS is checked. What the packages bring themselves stays.</summary>
/// <param name="has">Whether the image's packages, or what was composed of them, bring a path.</param>
/// <param name="root">The image's root, whose users are kept.</param>
/// <param name="hostRoot">The group's root for hosts, which has base packages and certificates.</param>
internal sealed class SystemFiles(Func<string, bool> has, string root, string hostRoot)
{
    private const int Sticky = 0b1_111_111_111;
    private const string Certificates = "etc/ssl/certs/ca-certificates.crt";

    private readonly List<ImageEntry> entries = [];

    /// <summary>Makes them.</summary>
    /// <param name="user">The user of the image's processes, who gets an entry of passwd(5) and owns what is to be written.</param>
    public IReadOnlyList<ImageEntry> Of(ImageUser user)
    {
        foreach (var directory in (string[])["dev", "proc", "sys", "run", "root", "home", ContainedLayout.Project[1..]])
            entries.Add(new ImageEntry.Directory(directory));
        // runc gives a tmpfs the mode of the directory below it.
        foreach (var directory in (string[])["tmp", "var/tmp", ContainedLayout.Cache[1..]])
            entries.Add(new ImageEntry.Directory(directory, Sticky));

        Add("etc/passwd", Users("etc/passwd", user.PasswdLines));
        Add("etc/group", Users("etc/group", user.GroupLines));
        AddMissing("etc/nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nnetworks: files\nprotocols: files\nservices: files\n");
        // Without it glibc does not even know localhost; runtimes put their own over it.
        AddMissing("etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
        AddCopy("usr/lib/os-release");
        AddLink("etc/os-release", "../usr/lib/os-release");
        AddCopy(Certificates);
        // Where OpenSSL looks.
        AddLink("usr/lib/ssl/cert.pem", $"/{Certificates}");
        AddLink("usr/lib/ssl/certs", "/etc/ssl/certs");
        return entries;
    }

    private string Users(string path, IReadOnlyList<string> wanted)
    {
        var place = Path.Combine(root, path);
        var lines = File.Exists(place) ? [.. File.ReadLines(place)] : new List<string>();
        var names = lines.Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        lines.AddRange(wanted.Where(line => names.Add(line.Split(':')[0])));
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private void Add(string path, string text) => entries.Add(new ImageEntry.Made(path, Encoding.UTF8.GetBytes(text), IsProgram: false));

    private void AddMissing(string path, string text)
    {
        if (!has(path))
            Add(path, text);
    }

    private void AddLink(string path, string target)
    {
        if (!has(path))
            entries.Add(new ImageEntry.Symlink(path, target));
    }

    private void AddCopy(string path)
    {
        if (!has(path) && new RootLibraries(hostRoot).Resolve(path) is { } source)
            entries.Add(ImageEntry.File.Of(path, new FileInfo(source)));
    }
}
