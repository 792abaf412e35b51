export { type CommitFields, commitOf, type Signature } from './commit.ts';
export { type ListedFile, type Listing, listTree, treesOf } from './listing.ts';
export { blobOf, type GitObject, gitObject, type ObjectType, type Oid, oidPattern } from './object.ts';
export { annotatedTag, tagNameFault } from './tag.ts';
export { type Mode, readTree, type TreeEntry, treeOf } from './tree.ts';
