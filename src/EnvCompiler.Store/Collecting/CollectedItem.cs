namespace EnvCompiler.Store.Collecting;

/// <summary>One thing that a collection removes.</summary>
/// <param name="Kind"><see cref="Root"/>, <see cref="Object"/>, <see cref="Artifact"/>, <see cref="Inspection"/>, <see cref="Layer"/>, <see cref="Launcher"/>, <see cref="UnitRoot"/> or <see cref="Index"/>.</param>
/// <param name="Name">Its id or SHA-256.</param>
/// <param name="Bytes">What its removal frees on disk, together with what stands before it in the list.</param>
public sealed record CollectedItem(string Kind, string Name, long Bytes)
{
    /// <summary>A composed root.</summary>
    public const string Root = "root";

    /// <summary>An unpacked artifact.</summary>
    public const string Object = "object";

    /// <summary>A downloaded blob.</summary>
    public const string Artifact = "artifact";

    /// <summary>What the files of an artifact say of GPU and processor.</summary>
    public const string Inspection = "inspection";

    /// <summary>A layer of an image, or the record of one: both are made again when they are wanted.</summary>
    public const string Layer = "layer";

    /// <summary>The launcher's files for units that no unit names any more.</summary>
    public const string Launcher = "launcher";

    /// <summary>What was <c>/</c> for units that are no more.</summary>
    public const string UnitRoot = "unit-root";

    /// <summary>A parsed index of a catalog.</summary>
    public const string Index = "index";
}
