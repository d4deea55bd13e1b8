using System.Text.Json;
using System.Threading;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Roots composed without running scripts, against the same packages installed by dpkg, which runs them.</summary>
public sealed class RealInstallationTests(SharedStore store) : IClassFixture<SharedStore>, IDisposable
{
    private static readonly string[] Packages =
    [
        "nginx", "vim-tiny", "gawk", "mawk", "nano", "less", "netcat-openbsd", "netcat-traditional", "libblas3", "libopenblas0-pthread",
        "fontconfig-config", "redis-server", "dbus", "rsyslog", "openssh-client", "ssl-cert",
        "shared-mime-info", "librsvg2-common", "gsettings-desktop-schemas", "graphviz",
    ];

    // Made by the root's own programs, and there by dpkg's triggers.
    private static readonly string[] Caches =
    [
        "usr/share/glib-2.0/schemas/gschemas.compiled", "usr/share/mime/mime.cache", "usr/share/mime/globs2", "usr/share/mime/magic", "usr/share/mime/text/plain.xml",
        "usr/lib/x86_64-linux-gnu/gdk-pixbuf-2.0/2.10.0/loaders.cache", "usr/lib/x86_64-linux-gnu/graphviz/config6a",
    ];

    // What an installed machine has and a root does not: the machine's own names and passwords, apt's configuration, log-in, enabled services.
    private static readonly string[] OfTheMachine =
    [
        "/etc/.pwd.lock", "/etc/shadow", "/etc/gshadow", "/etc/hostname", "/etc/resolv.conf", "/etc/fstab", "/etc/apt/", "/etc/pam.d/common-", "/etc/systemd/", "/etc/xdg/systemd/", "/etc/rc",
        "/etc/ssl/certs/", "/etc/ssl/private/", "/etc/machine-id",
    ];

    // Caches that programs do without.
    private static readonly string[] OnlyFaster = ["giomodule.cache", "icon-theme.cache", "mimeinfo.cache"];

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Requires("mmdebstrap", RootUser = true)]
    public async Task Alternatives_users_and_files_are_those_of_an_installed_system()
    {
        directory.Write("manifest.toml", $"""
            version = 1
            [catalogs.debian]
            type = "debian"
            suites = ["trixie"]
            [install]
            {string.Join('\n', Packages.Select(name => $"{name}.pkg-path = \"{name}\""))}
            """);
        var envc = store.Envc();
        envc.Run("build", "-d", directory.Path).Expect(0);
        var root = Assert.Single(Directory.GetDirectories(Path.Combine(store.Path, "roots")).Select(each => Path.Combine(each, "fs")));
        var installed = await InstallAsync();

        Assert.Equal(Alternatives(installed), Alternatives(root));
        Assert.Equal(Accounts(installed, "passwd", [0, 5, 6]), Accounts(root, "passwd", [0, 5, 6]));
        Assert.Equal(Accounts(installed, "group", [0, 3]), Accounts(root, "group", [0, 3]));
        foreach (var cache in Caches)
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(installed, cache)), await File.ReadAllTextAsync(Path.Combine(root, cache)));
        var ours = FilesOf(root).ToHashSet(StringComparer.Ordinal);
        var missing = FilesOf(installed).Where(file =>
            !ours.Contains(file) && !OfTheMachine.Any(place => file.StartsWith(place, StringComparison.Ordinal)) && !OnlyFaster.Contains(Path.GetFileName(file))).ToArray();
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    private async Task<string> InstallAsync()
    {
        using var locked = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("manifest.lock")));
        var packages = locked.RootElement.GetProperty("packages").EnumerateObject()
            .Select(package => $"{package.Value.GetProperty("name").GetString()}={package.Value.GetProperty("version").GetString()}");
        var target = directory.File("installed");
        var output = await new ProcessRunner().RunAsync(
            "mmdebstrap",
            ["--variant=custom", $"--include={string.Join(',', packages)}", "trixie", target, $"deb {LocalMirror.RealMirror()} trixie main"],
            CancellationToken.None);
        Assert.True(output?.ExitCode == 0, output?.Error);
        return target;
    }

    private static SortedDictionary<string, string> Alternatives(string root) => new(
        Directory.GetFileSystemEntries(Path.Combine(root, "etc/alternatives"))
            .Where(path => new FileInfo(path).LinkTarget is not null)
            .ToDictionary(path => Path.GetFileName(path), path => new FileInfo(path).LinkTarget!),
        StringComparer.Ordinal);

    // Numbers differ: they depend on the order of installation.
    private static IEnumerable<string> Accounts(string root, string file, int[] columns) =>
        File.ReadAllLines(Path.Combine(root, "etc", file)).Select(line => line.Split(':')).Select(row => string.Join(':', columns.Select(column => row[column]))).Order(StringComparer.Ordinal);

    // Without what a later run writes again: backups, caches of Python.
    private static IEnumerable<string> FilesOf(string root) =>
        new[] { "etc", "usr" }.SelectMany(top => Directory.EnumerateFileSystemEntries(Path.Combine(root, top), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
            .Select(path => path[root.Length..])
            .Where(path => !path.EndsWith('-') && !path.EndsWith(".old", StringComparison.Ordinal) && !path.EndsWith(".dpkg-old", StringComparison.Ordinal)
                && !path.Contains("/__pycache__", StringComparison.Ordinal));
}
