namespace EnvCompiler.Model.Layout;

/// <summary>
/// Where everything of a store lies; all on one file system, because roots are hard links into objects.
/// <code>
/// STORE/artifacts/ab/abcd…        downloaded blobs, named by SHA-256, 0444
///       objects/ab/abcd…/         unpacked artifacts: fs/ (files 0444 or 0555) and object.json
///       roots/ID/                 composed roots: fs/ and root.json
///       launchers/HASH/           the launcher with its own loader and libraries, for /.envc
///       units/HASH/               what is `/` for units of systemd: mount points, /etc, /var, /.envc
///       layers/KEY/               layers of images as blobs: layer.json and blob
///       images/KEY                which layers an image is made of
///       environments/HASH12-NAME        environments that use the store: device, then directory
///       exports/HASH12-NAME       directories with units of systemd: device, then directory
///       indexes/                  package indexes and their parsed forms; what files of artifacts say of GPUs
///       tmp/                      what is being written; swept when its writer is gone
///       locks/                    flock files
/// </code>
/// </summary>
/// <param name="Root">Absolute path.</param>
public sealed record StoreLayout(string Root)
{
    /// <summary><c>artifacts</c>.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary><c>objects</c>.</summary>
    public string Objects => Path.Combine(Root, "objects");

    /// <summary><c>roots</c>.</summary>
    public string Roots => Path.Combine(Root, "roots");

    /// <summary><c>layers</c>.</summary>
    public string Layers => Path.Combine(Root, "layers");

    /// <summary><c>layers/KEY</c>.</summary>
    public string Layer(string key) => Path.Combine(Layers, key);

    /// <summary><c>images</c>.</summary>
    public string Images => Path.Combine(Root, "images");

    /// <summary><c>launchers</c>.</summary>
    public string Launchers => Path.Combine(Root, "launchers");

    /// <summary><c>launchers/HASH</c>.</summary>
    public string LauncherDirectory(string hash) => Path.Combine(Launchers, hash);

    /// <summary><c>units</c>.</summary>
    public string Units => Path.Combine(Root, "units");

    /// <summary><c>units/HASH</c>: the <c>RootDirectory=</c> of systemd units; a root's <c>usr</c> is bound into it.</summary>
    public string UnitRoot(string hash) => Path.Combine(Units, hash);

    /// <summary><c>environments</c>.</summary>
    public string Environments => Path.Combine(Root, "environments");

    /// <summary><c>exports</c>.</summary>
    public string Exports => Path.Combine(Root, "exports");

    /// <summary><c>indexes</c>.</summary>
    public string Indexes => Path.Combine(Root, "indexes");

    /// <summary><c>indexes/inspections/HASH.v1</c>: what the files of an artifact say of GPU and processor.</summary>
    public string Inspection(string sha256) => Path.Combine(Indexes, "inspections", sha256 + ".v1");

    /// <summary><c>tmp</c>.</summary>
    public string Temporary => Path.Combine(Root, "tmp");

    /// <summary><c>locks</c>.</summary>
    public string Locks => Path.Combine(Root, "locks");

    /// <summary><c>artifacts/ab/abcd…</c>.</summary>
    public string Artifact(string sha256) => Path.Combine(Artifacts, sha256[..2], sha256);

    /// <summary><c>objects/ab/abcd…</c>.</summary>
    public string Object(string sha256) => Path.Combine(Objects, sha256[..2], sha256);

    /// <summary><c>objects/ab/abcd…/fs</c>: the package's files.</summary>
    public string ObjectFileSystem(string sha256) => Path.Combine(Object(sha256), "fs");

    /// <summary><c>roots/ID</c>.</summary>
    public string RootDirectory(string id) => Path.Combine(Roots, id);

    /// <summary><c>roots/ID/fs</c>: the file system tree.</summary>
    public string RootFileSystem(string id) => Path.Combine(Roots, id, "fs");
}
