using System.Text.Json.Serialization;

namespace EnvCompiler.Store.Unpacking;

/// <summary>What an entry of an object is. Nothing else is ever unpacked.</summary>
internal enum ObjectEntryKind
{
    /// <summary>A regular file.</summary>
    [JsonStringEnumMemberName("file")]
    File,

    /// <summary>A directory.</summary>
    [JsonStringEnumMemberName("directory")]
    Directory,

    /// <summary>A symbolic link.</summary>
    [JsonStringEnumMemberName("symlink")]
    Symlink,
}
