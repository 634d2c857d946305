'use strict';
// Files of an OPC UA server: FileType as node-opcua-file-transfer does it, and directories above.

const fs = require('node:fs');
const path = require('node:path');
const { DataType, StatusCodes } = require('node-opcua');
const { installFileType } = require('node-opcua-file-transfer');

/** Adds the directory s=FileSystem with readme.txt, and Recipes in it; their contents go to a folder. */
function addFileSystem(addressSpace, namespace, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const objects = addressSpace.rootFolder.objects;
  const root = addDirectory({ organizedBy: objects }, 'FileSystem', 's=FileSystem');
  addFile(root, 'readme.txt', 'written by node-opcua');
  addDirectory({ componentOf: root }, 'Recipes', 's=FileSystem/Recipes');

  function addFile(directory, name, text) {
    const nodeId = `${directory.nodeId.value}/${name}`;
    const file = addressSpace.findObjectType('FileType').instantiate({
      browseName: { name, namespaceIndex: namespace.index },
      componentOf: directory,
      namespace,
      nodeId: `s=${nodeId}`,
    });
    for (const property of ['Writable', 'UserWritable']) {
      file
        .getPropertyByName(property)
        .setValueFromSource({ dataType: DataType.Boolean, value: true });
    }
    const filename = path.join(folder, encodeURIComponent(nodeId));
    fs.writeFileSync(filename, text);
    installFileType(file, { filename, maxChunkSize: 50_000 });
    return file;
  }

  function addDirectory(parent, name, nodeId) {
    const directory = addressSpace.findObjectType('FileDirectoryType').instantiate({
      ...parent,
      browseName: { name, namespaceIndex: namespace.index },
      namespace,
      nodeId,
    });
    const has = (wanted) =>
      directory.getComponents().some((child) => child.browseName.name === wanted);
    const made = (wanted, make) =>
      has(wanted)
        ? { statusCode: StatusCodes.BadBrowseNameDuplicated }
        : { statusCode: StatusCodes.Good, outputArguments: make() };
    bind(directory, 'CreateDirectory', (wanted) =>
      made(wanted, () => [
        nodeIdOf(
          addDirectory({ componentOf: directory }, wanted, `s=${directory.nodeId.value}/${wanted}`),
        ),
      ]),
    );
    bind(directory, 'CreateFile', (wanted) =>
      made(wanted, () => [
        nodeIdOf(addFile(directory, wanted, '')),
        { dataType: DataType.UInt32, value: 0 },
      ]),
    );
    bind(directory, 'Delete', (unwanted) => {
      const node = addressSpace.findNode(unwanted);
      if (!node) {
        return { statusCode: StatusCodes.BadNotFound };
      }
      addressSpace.deleteNode(node);
      return { statusCode: StatusCodes.Good };
    });
    return directory;
  }
}

function nodeIdOf(node) {
  return { dataType: DataType.NodeId, value: node.nodeId };
}

function bind(directory, name, carryOut) {
  // node-opcua tells a promise from a callback by the number of parameters.
  const method = async (inputs, _context) => carryOut(...inputs.map((input) => input.value));
  directory.getMethodByName(name).bindMethod(method);
}

module.exports = { addFileSystem };
