namespace EdgeWarning.Common
{
    /// <summary>
    /// The small files of a board. Names are flat ("settings.txt", "rain.a"): no folders, at most 24 characters.
    /// What <see cref="Write"/> wrote is on flash when it returns; power may fail at any moment before, and then
    /// the file may hold any part of the new bytes. <see cref="TwinFile"/> and <see cref="Outbox"/> live with that.
    /// </summary>
    public interface IFlash
    {
        /// <summary>Length of a file in bytes, or -1 when there is none of this name.</summary>
        int Length(string name);

        /// <summary>Reads up to <paramref name="count"/> bytes from <paramref name="position"/>; fewer at the end of the file, 0 when there is no such file.</summary>
        int Read(string name, int position, byte[] buffer, int offset, int count);

        /// <summary>
        /// Writes at <paramref name="position"/> (0 up to the file's length), making the file when there is none.
        /// The file ends behind the written bytes: what lay beyond is gone.
        /// </summary>
        void Write(string name, int position, byte[] buffer, int offset, int count);

        /// <summary>
        /// Gives a file another name, in place of a file that had it. Power may fail between: then the file that had the name is gone and the other one
        /// still has its old name.
        /// </summary>
        void Move(string name, string newName);

        /// <summary>Deletes a file; a missing one is fine.</summary>
        void Delete(string name);

        /// <summary>The names of all files. Allocates: for start-up only.</summary>
        string[] Names();
    }
}
