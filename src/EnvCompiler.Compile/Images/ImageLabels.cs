namespace EnvCompiler.Compile.Images;

/// <summary>Labels of an image's config that say what it was made of: they go along when it is tagged anew, copied, or built upon.</summary>
public static class ImageLabels
{
    /// <summary>For which target: <c>SYSTEM/ACCELERATOR</c>.</summary>
    public const string Target = "dev.envc.target";

    /// <summary>Of which generation: its digest, SHA-256 in hexadecimal, because numbers are given twice.</summary>
    public const string Generation = "dev.envc.generation.digest";
}
