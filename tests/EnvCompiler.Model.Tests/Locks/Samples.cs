using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Tests.Locks;

internal static class Samples
{
    internal static LockedPackage Package(string name, string version) => new()
    {
        Kind = "debian",
        Name = name,
        Version = version,
        Architecture = "amd64",
        Catalog = "debian",
        Suite = "forky",
        Path = $"pool/main/l/{name}_{version}_amd64.deb",
        Size = 100,
        Sha256 = new string('a', 64),
    };

    internal static Lock Lock()
    {
        var llama = Package("llama.cpp-tools", "0.7.0+dfsg-2");
        var libc = Package("libc6", "2.43-3");
        return new Lock
        {
            Request = LockRequests.From(new Manifest
            {
                Install = new Dictionary<string, PackageRequest>(StringComparer.Ordinal) { ["llama"] = new() { PkgPath = "llama.cpp-tools" } },
                Models = new Dictionary<string, ModelRequest>(StringComparer.Ordinal) { ["tiny"] = new() { Path = "models/tiny.gguf" } },
            }),
            Indexes = new(StringComparer.Ordinal)
            {
                ["debian/forky"] = new LockedIndex
                {
                    Date = "2026-10-30T08:08:01Z",
                    Files = new(StringComparer.Ordinal) { ["main/binary-amd64/Packages"] = new string('b', 64) },
                },
            },
            Models = new(StringComparer.Ordinal)
            {
                ["tiny"] = new LockedModel { Files = [new LockedModelFile { Path = "models/tiny.gguf", Size = 3, Sha256 = new string('c', 64) }] },
            },
            Targets = new(StringComparer.Ordinal)
            {
                ["x86_64-linux/cpu"] = new LockedTarget
                {
                    Groups = new(StringComparer.Ordinal)
                    {
                        ["toplevel"] = new LockedGroup
                        {
                            Install = new(StringComparer.Ordinal) { ["llama"] = llama.Id },
                            Packages = [libc.Id, llama.Id],
                        },
                    },
                },
            },
            Packages = new(StringComparer.Ordinal) { [llama.Id] = llama, [libc.Id] = libc },
        };
    }
}
